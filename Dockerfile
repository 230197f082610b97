# Elmstream alone: no embedded broker, no embedded registry. docs/compose.md shows how to run it.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY schemas schemas
COPY topology topology
COPY src/main src/main
# mdep.skip leaves out what only the launcher needs, the registry above all.
RUN mvn -q -B -Dmaven.test.skip=true -Dmdep.skip=true package
# The broker's own libraries stay behind; demo, which starts one, is not for containers.
RUN mvn -q -B dependency:copy-dependencies -DincludeScope=runtime -DoutputDirectory=target/lib \
    -DexcludeArtifactIds=kafka_2.13,kafka-server,kafka-server-common,kafka-metadata,kafka-raft,kafka-storage,kafka-storage-api,kafka-tools-api,kafka-coordinator-common,kafka-group-coordinator,kafka-group-coordinator-api,kafka-share-coordinator,kafka-transaction-coordinator,scala-library,scala-reflect,scala-logging_2.13,argparse4j,jopt-simple,metrics-core,log4j-core

FROM eclipse-temurin:17-jre
RUN useradd --system --create-home elmstream \
    && mkdir /var/lib/elmstream \
    && chown elmstream /var/lib/elmstream
COPY --from=build /build/target/lib /opt/elmstream/lib
COPY --from=build /build/target/elmstream.jar /opt/elmstream/
USER elmstream
ENV ELMSTREAM_STATE_DIR=/var/lib/elmstream
VOLUME /var/lib/elmstream
EXPOSE 8081
# More flags for the JVM go into JDK_JAVA_OPTIONS. The configuration comes from ELMSTREAM_* or from --config.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-XX:+ExitOnOutOfMemoryError", "-Xlog:disable", \
    "--add-modules", "jdk.incubator.vector", \
    "-cp", "/opt/elmstream/elmstream.jar:/opt/elmstream/lib/*", "io.elmstream.cli.Main"]
CMD ["run"]
