"""The mode is restored only when all went well."""

EXERCISE = "predict"
MESSAGE = "a `finally` restores it"
CHANGES = [
    (
        """
        finally:
            for module, training in modes:
                module.training = training
        """,
        """
        except ZeroDivisionError:
            pass
        for module, training in modes:
            module.training = training
        """,
    ),
]
