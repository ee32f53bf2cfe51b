"""The fit of qa/answering/calibration.json: how sentences are ranked and questions refused."""
