# The image of web, worker and beat. Every package is checked against the hashes of requirements/.
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS packages
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 UV_NO_CACHE=1 UV_PYTHON_DOWNLOADS=never UV_SYSTEM_CERTS=1
COPY requirements/uv.txt requirements/base.txt /requirements/
RUN python -m venv /venv \
    && pip install --require-hashes --no-deps -r /requirements/uv.txt \
    && uv pip install --python /venv/bin/python --require-hashes --compile-bytecode -r /requirements/base.txt

FROM python:${PYTHON}-slim
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=grandest_portal.settings.production \
    STATIC_ROOT=/srv/static \
    FILES_DIR=/srv/files
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --mode 700 /srv/files
COPY --from=packages /venv /venv
WORKDIR /srv/portal
COPY manage.py ./
COPY grandest_portal grandest_portal
COPY buyers buyers
COPY suppliers suppliers
COPY needs needs
COPY meetings meetings
COPY templates templates
COPY static static
COPY locale locale
# The settings refuse to start without these; collectstatic reads none of them.
RUN SECRET_KEY=build DATABASE_URL=postgresql://build REDIS_URL=redis://build ALLOWED_HOSTS=build \
    SITE_URL=https://build EMAIL_HOST=build DEFAULT_FROM_EMAIL=build \
    python manage.py collectstatic --noinput \
    && python -m compileall -q .
USER portal
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/live', timeout=4)"]
CMD ["gunicorn", "grandest_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--threads", "8", "--graceful-timeout", "30", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
