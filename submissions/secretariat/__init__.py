"""The desk of the Secretariat: one list, one request, and what is done with many at once.

An `Office` says what a kind of request brings along. Each app has one; the portal shows them together.
"""
