"""The law: rules, the neighbourhood that they read, findings, outcomes and verdicts, without HTTP."""
