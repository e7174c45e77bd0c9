"""Puts the plain data of `igfportal.sample` into the database; what is already there stays."""
