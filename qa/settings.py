"""Every knob, its default, and the sentence that says what it does."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read from `FOOTNOTE_*` variables and a `.env` file; what is passed in comes first."""

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", env_file=".env", frozen=True, extra="ignore")

    store: Path = Field(Path("footnote-store"), description="The folder that holds the library.")
    collection: str = Field("default", description="The collection that is asked and written to.")
    embedding: str = Field(
        "all-MiniLM-L6-v2",
        description="The sentence-transformers model that finds passages, by name or folder.",
    )
    reader: str = Field(
        "footnote",
        description="Who reads the passages found: `footnote` is our own evidence model; `none`; or a CrossEncoder or "
        "question-answering model, by name or folder.",
    )
    model: str = Field(
        "extractive",
        description="Who writes the answer: `extractive` quotes the documents; `provider:name` is any chat model "
        "that LangChain's init_chat_model knows.",
    )
    base_url: str | None = Field(None, description="The address of an OpenAI-compatible server for the model.")
    api_key: SecretStr | None = Field(None, description="The key for that server, where it wants one.")
    host: str = Field("127.0.0.1", description="The address that the page is served on.")
    port: int = Field(7860, ge=0, le=65535, description="The port of the page; the next free one if it is taken.")
    upload_limit_mb: int = Field(100, ge=1, description="The largest file that can be uploaded, in megabytes.")
