"""The mode is restored only when all went well."""

EXERCISE = "predict"
MESSAGE = "a `finally` restores it"
CHANGES = [
    (
        "    finally:\n        model.train(was_training)\n",
        "    except ZeroDivisionError:\n        pass\n    model.train(was_training)\n",
    ),
]
