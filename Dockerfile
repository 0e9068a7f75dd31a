FROM python:3.11-slim-bookworm

RUN useradd --create-home --uid 10001 yellowcart \
    && install --directory --owner=yellowcart /var/lib/yellowcart
WORKDIR /opt/yellowcart
COPY requirements/build.txt requirements/runtime.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/build.txt -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
RUN pip install --no-cache-dir --no-deps --no-build-isolation .

USER yellowcart
ENV YELLOWCART_DATA=/var/lib/yellowcart NUMBA_CACHE_DIR=/var/lib/yellowcart/numba
VOLUME /var/lib/yellowcart
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["yellowcart"]
CMD ["serve", "--host", "0.0.0.0", "--workers", "2"]
