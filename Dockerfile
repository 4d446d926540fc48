# avatar in a container, from a bare Debian: what scripts/start installs for a newcomer, done once. docs/install.md tells
# how to run it. Another base with apt works too, as python:3.12-slim: docker build --build-arg BASE=python:3.12-slim .
ARG BASE=debian:12-slim
FROM ${BASE}
RUN command -v python3 >/dev/null || { apt-get update && apt-get install -y --no-install-recommends python3; }
WORKDIR /opt/avatar
COPY . .
# An image can't be added to while it runs, so it has what films take; more of them: --build-arg EXTRAS="chinese cluster ears film japanese llm local piper psd"
ARG EXTRAS=film
RUN scripts/start --version && \
    for each in $EXTRAS; do scripts/start --with "$each" --version || exit 1; done && \
    rm -rf /var/lib/apt/lists/* ~/.cache
# Anybody may run it (docker run --user), and has a place for settings and a log.
ENV HOME=/home/talker
RUN mkdir -p /home/talker && chmod 1777 /home/talker
USER 1000
ENTRYPOINT ["/opt/avatar/scripts/start"]
CMD ["chat"]
