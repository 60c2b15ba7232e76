"""Trade Secret Atlas: a cross-jurisdiction knowledge base and enforcement advisor for trade secrets."""

import os

__version__ = "0.1.0"

# before anything imports them: onnxruntime and others would tell their makers that they are used, and the hub would be asked for models
os.environ.update(ORT_DISABLE_TELEMETRY="1", HF_HUB_DISABLE_TELEMETRY="1", HF_HUB_OFFLINE="1", ANONYMIZED_TELEMETRY="False", DO_NOT_TRACK="1")
