# Build: the whole SDK, thrown away afterwards.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 \
    DOTNET_NOLOGO=1

# What decides the packages comes first, so that a change of the code does not restore again. --locked-mode: exactly what the lock files say.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Aieh.Api/Aieh.Api.csproj Aieh.Api/packages.lock.json Aieh.Api/
COPY Aieh.Scoring/Aieh.Scoring.csproj Aieh.Scoring/packages.lock.json Aieh.Scoring/
RUN dotnet restore Aieh.Api/Aieh.Api.csproj --locked-mode

COPY Aieh.Scoring/ Aieh.Scoring/
COPY Aieh.Api/ Aieh.Api/
ARG VERSION=0.0.0
RUN dotnet publish Aieh.Api/Aieh.Api.csproj --configuration Release --no-restore --output /app -p:Version=${VERSION} -p:ContinuousIntegrationBuild=true \
    && mkdir /data

# Run: no shell, no package manager, not root. "extra" has ICU, without which the SQL Server client does not work.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra AS final
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="AIEH Skills Passport service" \
      org.opencontainers.image.description="Scores assessments, keeps skills passports and ranks candidates; SQLite or SQL Server." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
WORKDIR /app

# 1654 is the user "app" of the base image (APP_UID). /data is where SQLite keeps its file.
COPY --from=build --chown=1654:1654 /data /data
COPY --from=build /app ./
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Database__ConnectionString="Data Source=/data/aieh.db" \
    DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8080
USER 1654

# The binary asks itself: there is no curl here.
HEALTHCHECK --interval=15s --timeout=5s --retries=3 CMD ["dotnet", "Aieh.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Aieh.Api.dll"]
