"""The terminal UI: screens and widgets over the service layer; the commands' twin for all day."""
