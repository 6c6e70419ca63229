"""A camera that is not there: an office drawn as pictures, people and tampering played in it, MJPEG over HTTP."""
