"""Figures laid out: JSON for programs, CSV for spreadsheets, a table for people."""
