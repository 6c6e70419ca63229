"""A site as a picture: where its zones and doors stand. Pure."""
