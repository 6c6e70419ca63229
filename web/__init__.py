"""The console and the REST API, in Flask.

Shows facts and sends commands through ``gate.client``; decides nothing about doors itself.
"""
