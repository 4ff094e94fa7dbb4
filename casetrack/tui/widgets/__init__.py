"""The widgets: they receive values and post what happened, and never ask a service."""
