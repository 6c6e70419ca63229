"""The console, in Flask: pages for guards, managers, HR and auditors.

Shows facts and sends commands through ``gate.client``; decides nothing about doors itself. One folder per feature;
permission, masking and language are decided here on the server, once.
"""
