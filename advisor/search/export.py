"""Export of the model in use to ONNX: ``python -m advisor.search.export FOLDER``.

The folder appears whole or not at all, and only if the exported model gives the vectors of the original within ``TOLERANCE``.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path

import numpy as np

from advisor.search.encoder import NoModel, OnnxModel, sentence_transformer

TOLERANCE = 1e-4
PROBES = ("An engineer copied drawings before she left.", "secret", "Geschäftsgeheimnis; 営業秘密; 商业秘密; secreto empresarial " * 60)


def export(folder: Path) -> None:
    """Write tokenizer, network and ``about.json`` into a new folder. Raises ValueError when the model cannot be exported faithfully."""
    import torch

    model = sentence_transformer().eval()
    tokenizer = model.tokenizer
    if any((getattr(model, "prompts", None) or {}).values()):
        raise ValueError("a model with prompts is run as it is")

    class Whole(torch.nn.Module):
        """From tokens to the sentence's unit vector, so that pooling is part of the network."""

        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            found = self.model({"input_ids": input_ids, "attention_mask": attention_mask})["sentence_embedding"]
            return torch.nn.functional.normalize(found, dim=1)

    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        tokens = torch.ones(2, 8, dtype=torch.long)
        rows = {0: "texts", 1: "tokens"}
        with torch.no_grad():
            torch.onnx.export(Whole(), (tokens, tokens), str(beside / "model.onnx"), input_names=["input_ids", "attention_mask"],
                              output_names=["vectors"], dynamic_axes={"input_ids": rows, "attention_mask": rows, "vectors": {0: "texts"}},
                              dynamo=False, opset_version=17)
        (beside / "tokenizer.json").write_text(tokenizer.backend_tokenizer.to_str())
        (beside / "about.json").write_text(json.dumps({"max_length": model.max_seq_length}))
        exported = OnnxModel(beside).encode(list(PROBES))
        original = model.encode(list(PROBES), normalize_embeddings=True, show_progress_bar=False)
        if not np.allclose(exported, original, atol=TOLERANCE):
            raise ValueError("the exported model gives other vectors")
        os.replace(beside, folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    try:
        export(Path(sys.argv[1]))
    except (NoModel, ValueError, OSError, RuntimeError) as reason:
        sys.exit(str(reason)[:300])
