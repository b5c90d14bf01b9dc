# docker build -t kembar . && docker run -p 8000:8000 -v kembar:/var/lib/kembar kembar

FROM python:3.12-slim AS build
WORKDIR /build
RUN python -m venv /opt/kembar
COPY requirements/serve.txt requirements/
RUN /opt/kembar/bin/pip install --no-cache-dir --require-hashes -r requirements/serve.txt
COPY pyproject.toml README.md LICENSE LICENSE-DATA ./
COPY service service
COPY ontology ontology
COPY data data
COPY shapes shapes
COPY queries queries
RUN /opt/kembar/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.12-slim
RUN useradd --system --no-log-init --uid 10001 --home-dir /var/lib/kembar --create-home kembar
COPY --from=build /opt/kembar /opt/kembar
ENV PATH=/opt/kembar/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    KEMBAR_HOME=/var/lib/kembar \
    KEMBAR_HOST=0.0.0.0 \
    KEMBAR_PORT=8000
USER 10001
VOLUME /var/lib/kembar
EXPOSE 8000
# The first start checks, loads and judges the content.
HEALTHCHECK --interval=30s --timeout=10s --start-period=2m \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/health', timeout=8)"]
CMD ["kembar", "serve"]
