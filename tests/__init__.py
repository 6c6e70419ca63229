"""Tests. A package of its own, so that no other distribution's ``tests`` comes before it."""
