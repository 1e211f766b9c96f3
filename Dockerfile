# mailvote as an unprivileged user on a read-only root; everything that lasts is in /data.
FROM python:3.13-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY mailvote mailvote
COPY migrations migrations
COPY config config
RUN python -m venv /opt/mailvote && /opt/mailvote/bin/pip install --no-cache-dir '.[postgres,reports]'

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin mailvote \
    && install -d -o mailvote -g mailvote -m 0700 /data
COPY --from=build /opt/mailvote /opt/mailvote
ENV PATH=/opt/mailvote/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MAILVOTE_CONFIG=/data/mailvote.toml
USER mailvote
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
ENTRYPOINT ["mailvote"]
CMD ["run"]
