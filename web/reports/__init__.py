"""Reports for auditors: who was in a zone, who met whom, which rights nobody used."""
