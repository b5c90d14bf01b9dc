"""Single things, the dataset and the vocabulary, as the service describes them."""
