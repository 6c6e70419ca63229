"""Device knowledge as data: one TOML file per device model and firmware range, with schema and linter."""
