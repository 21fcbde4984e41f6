"""The `scratch` command: learn a topic, grade it, check the curriculum, measure it."""
