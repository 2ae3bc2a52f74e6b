"""The database: engine, unit of work, grid reading, import and upkeep. The only place that commits."""
