"""Door controllers with readers of their own, whatever protocol they speak: what they have in common.

``panel`` is what is known of one and the signals that follow; ``numbers`` makes a card of the number that it sends.
Both are sans-IO. ``exchange`` is one question at a time on a wire, ``line`` serves a panel: it comes up, is polled,
gets orders. A family adds its codec and a :class:`drivers.panel.talk.Talk`.
"""
