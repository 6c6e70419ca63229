"""ZKTeco C3 and inBio panels over their pull protocol (TCP 4370).

``frame`` are the bytes of a message, ``log`` the records of the real-time log, ``commands`` what is asked (all
sans-IO); ``talk`` is the conversation.
"""
