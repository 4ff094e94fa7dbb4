"""The rules: values in, values out. No files, no database, no clock on the wall."""
