"""The law: rules, the neighbourhood that they read, findings, outcomes and the verdict (design §5). Knows no HTTP."""
