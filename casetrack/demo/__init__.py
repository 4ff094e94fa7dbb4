"""The demo: a made-up landlord, so that casetrack can be looked at before anything is typed in.

Nothing here is used by a landlord at work, and nobody in it exists.
"""
