"""The encoder for training gives what transformers' own gives."""

import torch
from transformers import MPNetConfig, MPNetModel

from training.model.mpnet import Encoder

CONFIG = MPNetConfig(
    vocab_size=60,
    hidden_size=24,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=48,
    max_position_embeddings=300,
)


def test_it_is_the_same_encoder_at_every_distance_with_padding_left_out() -> None:
    torch.manual_seed(1)
    theirs = MPNetModel(CONFIG, add_pooling_layer=False).eval()
    torch.nn.init.normal_(theirs.encoder.relative_attention_bias.weight)
    ours = Encoder(CONFIG)
    ours.load_state_dict(theirs.state_dict())
    ids = torch.randint(3, 60, (2, 290))
    mask = torch.ones_like(ids)
    mask[0, 100:] = 0
    with torch.no_grad():
        expected = theirs(ids.where(mask.bool(), 1), attention_mask=mask).last_hidden_state
        found = ours(ids.where(mask.bool(), 0), mask)  # padded as the product pads
    torch.testing.assert_close(found[mask.bool()], expected[mask.bool()], rtol=1e-4, atol=1e-5)


def test_word_vectors_and_position_bias_are_not_trained() -> None:
    trained = {name for name, parameter in Encoder(CONFIG).named_parameters() if parameter.requires_grad}
    assert trained and all(name.startswith("encoder.layer.") for name in trained)
