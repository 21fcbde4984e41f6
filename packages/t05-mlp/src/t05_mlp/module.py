"""Module: a function with parameters, which it knows by name."""

import numpy as np
from scratchcore import Tensor

from t05_mlp.parameter import Parameter, hidden_in
from t05_mlp.summary import represent, summarize


class Module:
    """The base of every layer and network.

    A subclass calls `super().__init__()`, assigns its parameters and layers to attributes, and
    defines `forward`. Assigning registers: `parameters`, `state_dict`, `train` and the others find
    what is in the registries of a module and of the modules below it.

    Parameters, buffers, modules and generators live in the instance's `__dict__` like any
    attribute, so that reading one costs nothing extra; the registries hold them once more.
    """

    def __init__(self):
        vars(self).update(
            {"training": True, "_parameters": {}, "_buffers": {}, "_modules": {}, "_generators": {}}
        )
        vars(self)["_transient"] = set()  # names of buffers that state_dict leaves out

    def forward(self, *args, **kwargs):
        """Compute the output; a subclass defines it."""
        raise NotImplementedError(f"{type(self).__name__} has no forward")

    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)

    # Registration

    def __setattr__(self, name, value):  # exercise
        """Set an attribute; register a Parameter, Module or random Generator under its name.

        `_registry_for` finds the registry, and raises for what must not be set: a registered name
        takes values of its kind, or None, which removes it from the registry (`_unregister`), and
        nobody would find a module, parameter or generator in a list, tuple, set or dict.
        """
        registry = self._registry_for(name, value)
        if registry is not None:
            registry[name] = value
        elif value is None:
            self._unregister(name)
        object.__setattr__(self, name, value)

    def __delattr__(self, name):
        object.__delattr__(self, name)
        self._unregister(name)

    def register_buffer(self, name, array, persistent=True):
        """Keep `array` as attribute `name`: state that no gradient trains, changed in place.

        `state_dict` holds it unless `persistent` is false.
        """
        self._require_init(name, array)
        if name in vars(self) and name not in self._buffers:
            raise ValueError(f"{type(self).__name__} has an attribute {name!r} already")
        if not isinstance(array, np.ndarray):
            raise TypeError(f"buffer {name!r} must be an array, got {type(array).__name__}")
        self._buffers[name] = array
        (self._transient.discard if persistent else self._transient.add)(name)
        object.__setattr__(self, name, array)

    def _registry_for(self, name, value):
        """Return the registry that `value` belongs to or None; raise TypeError for a misfit."""
        own = vars(self)
        found = next((r for kind, r in _REGISTRIES.items() if isinstance(value, kind)), None)
        if found is not None:
            self._require_init(name, value)
        held = next((r for r in _KINDS if name in own.get(r, ())), None)
        if held == "_buffers" and isinstance(value, np.ndarray):
            found = held
        if held not in (None, found) and value is not None:
            raise TypeError(
                f"{type(self).__name__}.{name} is a {_KINDS[held]} and can't become a "
                f"{type(value).__name__}; `del` it first, or write into its data"
            )
        hidden = hidden_in(value, tuple(_REGISTRIES))
        if hidden is not None:
            raise TypeError(
                f"{type(self).__name__}.{name} is a {type(value).__name__} that holds a "
                f"{type(hidden).__name__}, which would not be registered; use "
                "Sequential(*modules), or an attribute for each"
            )
        return None if found is None else own[found]

    def _require_init(self, name, value):
        if "_modules" not in vars(self):
            raise RuntimeError(
                f"{type(self).__name__}.__init__ must call super().__init__() before it sets "
                f"{name!r} to a {type(value).__name__}"
            )

    def _unregister(self, name):
        for registry in _KINDS:
            vars(self).get(registry, {}).pop(name, None)

    # Walking through the tree

    def named_modules(self, prefix="", *, remove_duplicate=True, memo=None):  # exercise
        """Yield (path, module) for this module and all below, parents before their children.

        The path of this module is `prefix`, that of a child the parent's path, a dot and the
        attribute's name, without the dot where the parent's path is empty. A module that can be
        reached twice comes once, under its first path, unless `remove_duplicate` is false; `memo`
        is the set of those that have come already.
        """
        memo = set() if memo is None else memo
        if self in memo:
            return
        if remove_duplicate:
            memo.add(self)
        yield prefix, self
        for name, child in self._modules.items():
            path = _join(prefix, name)
            yield from child.named_modules(path, remove_duplicate=remove_duplicate, memo=memo)

    def named_entries(self, registry, prefix=""):  # exercise
        """Yield (path, value) for what stands in a registry, here and in all modules below.

        `registry` is "_parameters", "_buffers" or "_generators"; entries of parents come first. A
        value with several paths comes once, under the first.
        """
        seen = set()
        for path, module in self.named_modules(prefix):
            for name, value in vars(module)[registry].items():
                if id(value) not in seen:
                    seen.add(id(value))
                    yield _join(path, name), value

    def named_parameters(self, prefix=""):
        """Yield (path, parameter) for all parameters, each once."""
        return self.named_entries("_parameters", prefix)

    def named_buffers(self, prefix=""):
        """Yield (path, array) for all buffers, each once."""
        return self.named_entries("_buffers", prefix)

    def named_generators(self, prefix=""):
        """Yield (path, generator) for all random generators, each once."""
        return self.named_entries("_generators", prefix)

    def named_children(self):
        """Yield (name, module) for the modules directly below, each once."""
        seen = set()
        for name, module in self._modules.items():
            if module not in seen:
                seen.add(module)
                yield name, module

    def modules(self):
        """Yield this module and all below."""
        return (module for _, module in self.named_modules())

    def children(self):
        """Yield the modules directly below."""
        return (module for _, module in self.named_children())

    def parameters(self):
        """Yield all parameters: what an optimizer is given."""
        return (parameter for _, parameter in self.named_parameters())

    def buffers(self):
        """Yield all buffers."""
        return (buffer for _, buffer in self.named_buffers())

    # Changing all of it

    def train(self, mode=True):  # exercise
        """Set `training` here and in all modules below to `mode`; return this module."""
        for module in self.modules():
            module.training = mode
        return self

    def eval(self):
        """Leave training mode: dropout passes everything on, batch norm uses what it knows."""
        return self.train(False)

    def requires_grad_(self, requires_grad=True):
        """Freeze or thaw all parameters; return this module."""
        for parameter in self.parameters():
            parameter.requires_grad = requires_grad
        return self

    def zero_grad(self):
        """Forget all gradients."""
        for parameter in self.parameters():
            parameter.grad = None

    def apply(self, function):
        """Call `function` with every module, children before parents; return this module."""
        for child in self.children():
            child.apply(function)
        function(self)
        return self

    def to(self, dtype):
        """Convert floating parameters and buffers to the floating `dtype`; return this module.

        The Parameter objects stay, their gradients are forgotten.
        """
        if np.dtype(dtype).kind != "f":
            raise TypeError(f"dtype must be floating, got {np.dtype(dtype)}")
        for parameter in self.parameters():
            parameter.grad = None
            parameter.data = parameter.data.astype(dtype, copy=False)
        converted = {}  # a buffer that two modules share stays one array
        for module in self.modules():
            for name, buffer in module._buffers.items():
                if buffer.dtype.kind == "f":
                    new = converted.setdefault(id(buffer), buffer.astype(dtype, copy=False))
                    setattr(module, name, new)
        return self

    # State

    def state_dict(self, prefix="", *, copy=True):  # exercise
        """Return the arrays of all parameters and persistent buffers by path.

        What is shared stands under each of its paths, as in PyTorch. The arrays are copies, or with
        `copy=False` the memory of the module itself.
        """
        state = {}
        for path, module in self.named_modules(prefix, remove_duplicate=False):
            for name, parameter in module._parameters.items():
                state[_join(path, name)] = parameter.data
            for name, buffer in module._buffers.items():
                if name not in module._transient:
                    state[_join(path, name)] = buffer
        return {path: array.copy() for path, array in state.items()} if copy else state

    def load_state_dict(self, state, strict=True):  # exercise
        """Copy arrays by path into the parameters and buffers, in place.

        Return (missing, unexpected): the paths that only the module and only `state` have. They
        raise ValueError if `strict`, as different shapes always do, and then nothing has changed.
        `state` may hold tensors; the dtypes stay those of the module.
        """
        own = self.state_dict(copy=False)
        missing = [path for path in own if path not in state]
        unexpected = [path for path in state if path not in own]
        arrays = {path: _raw(state[path]) for path in own if path in state}
        wrong = [
            f"{path} has shape {array.shape}, expected {own[path].shape}"
            for path, array in arrays.items()
            if array.shape != own[path].shape
        ]
        if wrong or (strict and (missing or unexpected)):
            problems = [f"missing: {', '.join(missing)}"] * bool(missing)
            problems += [f"unexpected: {', '.join(unexpected)}"] * bool(unexpected)
            raise ValueError("load_state_dict: " + "; ".join(problems + wrong))
        for path, array in arrays.items():
            own[path][...] = array
        return missing, unexpected

    # Words

    def summary(self, input_shape=None):
        """Return a table of the modules: path, type, parameters, and output shapes if possible.

        Output shapes need one forward pass in evaluation mode, of zeros of `input_shape` (the batch
        included).
        """
        return summarize(self, input_shape)

    def extra_repr(self):
        """Return what `repr` shows between the brackets; a subclass may define it."""
        return ""

    def __repr__(self):
        return represent(self)


_REGISTRIES = {Parameter: "_parameters", Module: "_modules", np.random.Generator: "_generators"}
_KINDS = {
    "_parameters": "parameter",
    "_modules": "module",
    "_generators": "random generator",
    "_buffers": "buffer",
}


def _join(path, name):
    """Return the path of what is called `name` in the module at `path`."""
    return f"{path}.{name}" if path else name


def _raw(values):
    """Return the array of a tensor, or `values` as an array; TypeError unless of real numbers."""
    array = values.data if isinstance(values, Tensor) else np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"a state holds arrays of real numbers, got dtype {array.dtype}")
    return array
