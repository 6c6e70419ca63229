"""The record's seal and the sheet that one shift hands to the next."""
