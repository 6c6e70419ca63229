"""The bus: topics, envelope, codec, the MQTT client and the embedded broker.

Promises that what is sent is what arrives, once per (source, boot, sequence), or that the caller is told.
Nothing that matters is kept in a broker; what a message means is left to its receivers.
"""
