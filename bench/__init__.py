"""Measurements that are not tests: each prints and writes what it measured."""
