"""差し込み: a leaflet for every fair and every guest, from a table.

table → columns → records → work (in chunks, by an executor) → files or one merged file.
"""
