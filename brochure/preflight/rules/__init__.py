"""The rules, one module a subject; importing one enters its rules."""
