"""Collections and search: their definition, index tables and pages."""
