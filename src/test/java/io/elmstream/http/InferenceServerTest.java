package io.elmstream.http;

import static io.elmstream.http.HttpCaller.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol, asked over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InferenceServerTest {

    private static final String INFER = "/v2/models/sides/infer";

    private final OpenInference protocol = new OpenInference();
    private final InferenceServer server = HttpCaller.start(HttpCaller.SETTINGS, HttpCaller.sides());
    private final HttpCaller caller = new HttpCaller(server.port());

    @AfterAll
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/v2, server_metadata",
        "/v2/, server_metadata",
        "/v2/health/live, server_live",
        "/v2/health/ready, server_ready",
        "/v2/models/sides, model_metadata",
        "/v2/models/sides/versions/1, model_metadata",
        "/v2/models/sides/ready, server_ready",
        "/v2/models/sides/versions/2/ready, server_ready"
    })
    void shouldTellOfItselfAndItsModels(String path, String definition) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        protocol.check(definition, json(answer));
    }

    @Test
    void shouldNameInputsOutputsFeaturesAndLabels() throws Exception {
        // When
        JsonNode model = json(caller.get("/v2/models/sides"));

        // Then
        assertThat(model.toString()).isEqualTo("""
                        {"name":"sides","versions":["1","2"],"platform":"elmstream_elm",\
                        "inputs":[{"name":"features","datatype":"FP32","shape":[-1,2]}],\
                        "outputs":[{"name":"label","datatype":"BYTES","shape":[-1]},\
                        {"name":"probabilities","datatype":"FP32","shape":[-1,2]}],\
                        "features":["left","right"],"labels":["left","right"]}""");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'inputs':[{'name':'features','shape':[2,2],'datatype':'FP32','data':[3,1,0,2.5]}]}",
                "{'inputs':[{'name':'features','shape':[2,2],'datatype':'FP64','data':[[3,1],[0,2.5]]}]}",
                "{'inputs':[{'data':[3,1,0,2],'datatype':'INT32','shape':[2,2],'name':'features'}]}",
                "{'inputs':[{'name':'features','shape':[2,2],'datatype':'INT64','data':[3,1,0,2]}],'x':{'y':[1]}}",
                "{'inputs':[{'name':'features','shape':[2,2],'datatype':'BYTES','data':['3','1','0','2.5e0']}]}",
                "{'inputs':[{'name':'right','shape':[2],'datatype':'FP32','data':[1,2]},"
                        + "{'name':'left','shape':[2,1],'datatype':'INT32','data':[[3],[0]]}]}"
            })
    void shouldAnswerEveryFormOfTheSameRows(String request) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(INFER, request);

        // Then
        assertThat(answer.statusCode())
                .as(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        protocol.check("inference_response", json(answer));
        assertThat(output(answer, "label").get("data").toString()).isEqualTo("[\"left\",\"right\"]");
        assertThat(output(answer, "probabilities").get("shape").toString()).isEqualTo("[2,2]");
        assertThat(output(answer, "probabilities").get("data").get(0).floatValue())
                .isGreaterThan(0.5f);
    }

    @Test
    void shouldNameVersionAndRevisionAndReturnTheId() throws Exception {
        // When
        JsonNode answer = json(caller.post(
                INFER,
                "{'id':'q1','inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[3,1]}],"
                        + "'outputs':[{'name':'label'}]}"));

        // Then
        assertThat(answer.toString()).isEqualTo("""
                        {"model_name":"sides","model_version":"2","id":"q1",\
                        "parameters":{"version":2,"revision":2,"abstained":0,"verified":0},\
                        "outputs":[{"name":"label","datatype":"BYTES","shape":[1],"data":["left"]}]}""");
    }

    @Test
    void shouldAnswerByTheVersionInThePath() throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(
                "/v2/models/sides/versions/1/infer",
                "{'inputs':[{'name':'features','shape':[2],'datatype':'FP32','data':[3,1]}]}");

        // Then
        assertThat(json(answer).get("model_version").asText()).isEqualTo("1");
        assertThat(output(answer, "label").get("data").get(0).asText()).isEqualTo("right");
    }

    @Test
    void shouldReturnTheMostProbableClassesAsText() throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(
                INFER,
                "{'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[0,9]}],"
                        + "'outputs':[{'name':'probabilities','parameters':{'classification':5}}]}");

        // Then
        protocol.check("inference_response", json(answer));
        JsonNode classes = output(answer, "probabilities");
        assertThat(classes.get("datatype").asText()).isEqualTo("BYTES");
        assertThat(classes.get("shape").toString()).isEqualTo("[1,2]");
        assertThat(classes.get("data").get(0).asText()).matches("0\\.99\\d+:1:right");
        assertThat(classes.get("data").get(1).asText()).endsWith(":0:left");
    }

    @Test
    void shouldReadAndWriteBinaryTensors() throws Exception {
        // Given
        byte[] header = ("{\"inputs\":[{\"name\":\"features\",\"shape\":[2,2],\"datatype\":\"FP32\","
                        + "\"parameters\":{\"binary_data_size\":16}}],"
                        + "\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer body = ByteBuffer.allocate(header.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        body.put(header).putFloat(3).putFloat(1).putFloat(0).putFloat(2);

        // When
        HttpResponse<byte[]> answer =
                caller.post(INFER, body.array(), Headers.JSON_LENGTH, String.valueOf(header.length));

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        protocol.check("inference_response", json(answer));
        assertThat(output(answer, "label").at("/parameters/binary_data_size").asInt())
                .isEqualTo(4 + 4 + 4 + 5);
        ByteBuffer data = binary(answer);
        assertThat(text(data)).isEqualTo("left");
        assertThat(text(data)).isEqualTo("right");
        assertThat(data.getFloat() + data.getFloat()).isCloseTo(1f, within(1e-6f));
        assertThat(data.getFloat()).isLessThan(0.5f);
        assertThat(data.remaining()).isEqualTo(4);
    }

    @Test
    void shouldReadABodyOfFloatsAlone() throws Exception {
        // Given
        ByteBuffer body = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        body.putFloat(3).putFloat(1).putFloat(0).putFloat(2);

        // When
        HttpResponse<byte[]> answer = caller.post(INFER, body.array(), Headers.JSON_LENGTH, "0");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        ByteBuffer data = binary(answer);
        assertThat(text(data)).isEqualTo("left");
        assertThat(text(data)).isEqualTo("right");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400 | | the body must be a JSON object with the field inputs",
                "400 | [] | the body must be a JSON object with the field inputs",
                "400 | {'inputs': | the body is not valid JSON at line 1, column 11",
                "400 | {'inputs':[]} | the request has no inputs",
                "400 | {} {} | the body continues behind its JSON object",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'data':[1,2]}]} | input 'features' has no datatype",
                "400 | {'inputs':[{'name':'features','datatype':'FP32','data':[1,2]}]} | input 'features' has no shape",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP16','data':[1,2]}]} |"
                        + " datatype FP16; supported are FP32, FP64, INT32, INT64, BYTES",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32'}]} |"
                        + " must have either data or the parameter binary_data_size",
                "400 | {'inputs':[{'name':'features','shape':[1,3],'datatype':'FP32','data':[1,2,3]}]} |"
                        + " has shape [1, 3]; the model takes [rows, 2]",
                "400 | {'inputs':[{'name':'features','shape':[2,2],'datatype':'FP32','data':[1,2,3]}]} |"
                        + " has 3 values in data, but its shape [2, 2] needs 4",
                "400 | {'inputs':[{'name':'features','shape':[2,2],'datatype':'FP32','data':[[1,2,3],[4]]}]} |"
                        + " nested arrays of 3 and 1 elements",
                "400 | {'inputs':[{'name':'features','shape':[2,2],'datatype':'FP32','data':[[1,2,3,4]]}]} |"
                        + " is nested as [1, 4], but its shape is [2, 2]",
                "400 | {'inputs':[{'name':'features','shape':[0,2],'datatype':'FP32','data':[]}]} | has no rows",
                "400 | {'inputs':[{'name':'features','shape':[-1,2],'datatype':'FP32','data':[1,2]}]} |"
                        + " must be a whole number, 0 or more",
                "400 | {'inputs':[{'name':'features','shape':[4294967296,4294967296],'datatype':'FP32','data':[1]}]} |"
                        + " which is too large",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[1,'2']}]} |"
                        + " data[1] of input 'features' must be a number",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'BYTES','data':['1','two']}]} |"
                        + " data[1] of input 'features' is the text \"two\", which is not a number",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'BYTES','data':['1','0x1p3']}]} |"
                        + " data[1] of input 'features' is the text \"0x1p3\", which is not a number",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'BYTES','data':['1f','2']}]} |"
                        + " data[0] of input 'features' is the text \"1f\", which is not a number",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'INT32','data':[1,2.5]}]} |"
                        + " data[1] of input 'features' is not a whole number",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[1,true]}]} |"
                        + " data[1] of input 'features' is true",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[1,null]}]} |"
                        + " feature 'right' of row 0 is missing; the model accepts finite numbers only",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[1,1e99]}]} |"
                        + " feature 'right' of row 0 is Infinity",
                "400 | {'inputs':[{'name':'features','shape':[1,2],'datatype':'FP32','data':[1,NaN]}]} |"
                        + " NaN is no number in JSON; write null for a missing value",
                "400 | {'outputs':[{'name':'label','parameters':{'classification':2}}]} |"
                        + " the parameter classification is for the output probabilities",
                "400 | {'inputs':[{'name':'x','shape':[1,2],'datatype':'FP32','data':[1,2]}]} |"
                        + " input 'x' is not known",
                "400 | {'inputs':[{'name':'left','shape':[1],'datatype':'FP32','data':[1]}]} | no input for right",
                "400 | {'inputs':[{'name':'left','shape':[1],'datatype':'FP32','data':[1]},"
                        + "{'name':'left','shape':[1],'datatype':'FP32','data':[1]}]} | input 'left' is there twice",
                "400 | {'outputs':[{'name':'label'},{'name':'label'}]} | output 'label' is there twice",
                "400 | {'parameters':{'sensor':'\\ud800'}} | parameter sensor must be valid Unicode",
                "400 | {'outputs':[{'name':'y'}]} | outputs[0] is 'y'; a model has the outputs label and"
            })
    void shouldSayWhatIsWrongWithARequest(int status, String body, String error) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(INFER, body == null ? "" : body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        protocol.check("inference_error_response", json(answer));
        assertThat(json(answer).get("error").asText()).contains(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/ | 404 | is not a path of this server",
                "/v2/models | 404 | is not a path of this server",
                "/v1/models | 404 | /v1/models/MODEL[/versions/VERSION], or POST ...:predict",
                "/v2/models/sides/infer | 405 | takes POST only",
                "/v2/models/other | 404 | model 'other' is not served here; served are: sides",
                "/v2/models/%2e%2e | 404 | model '..' is not served here",
                "/v2/models/sides/versions/3 | 404 | version 3 of model 'sides' is not reachable; reachable are: 1, 2",
                "/v2/models/sides/versions/new/ready | 404 | version 'new' is not a whole number",
                "/v2/models/other/ready | 404 | is not served here",
                "/v1/models/other | 404 | is not served here",
                "/v1/models/sides:classify | 404 | use :predict"
            })
    void shouldSayWhatIsWrongWithAPath(String path, int status, String error) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.get(path);

        // Then
        assertThat(answer.statusCode()).isEqualTo(status);
        protocol.check("inference_error_response", json(answer));
        assertThat(json(answer).get("error").asText()).contains(error);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'instances':[[3,1],[0,2.5]]} |"
                        + " {'predictions':[{'label':'left','probabilities':[P,P]},"
                        + "{'label':'right','probabilities':[P,P]}]}",
                "{'instances':[{'right':1,'left':3},{'left':0,'right':2.5}]} |"
                        + " {'predictions':[{'label':'left','probabilities':[P,P]},"
                        + "{'label':'right','probabilities':[P,P]}]}",
                "{'inputs':{'right':[1,2.5],'left':[[3],[0]]}} |"
                        + " {'outputs':{'label':['left','right'],'probabilities':[[P,P],[P,P]]}}",
                "{'inputs':[[3,1],[0,2.5]]} |" + " {'outputs':{'label':['left','right'],'probabilities':[[P,P],[P,P]]}}"
            })
    void shouldAnswerInTheFormOfTensorFlowServing(String request, String expected) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post("/v1/models/sides:predict", request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).toString().replaceAll("0\\.\\d+", "P").replace('"', '\''))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | must be a JSON object with either instances or inputs",
                "{'instances':[]} | must be an array with a row or more",
                "{'instances':[[1,2,3]]} | instances[0] has 3 values; the model takes 2",
                "{'instances':[3,1]} | instances[0] is 3; it must be a row, an array of 2 values or an object",
                "{'instances':[[1]]} | instances[0] has 1 value; the model takes 2",
                "{'instances':[{'left':1,'x':2}]} | instances[0] feature 'right' is not there",
                "{'instances':[[1,'2']]} | instances[0] feature 'right' is \"2\"; it must be a number",
                "{'inputs':{'left':[1]}} | no input for right",
                "{'instances':[[1,2]]} x | the body is not valid JSON",
                "{'instances':[[1,Infinity]]} | Infinity is no number in JSON; write null for a missing value",
                "{'instances':[[1,2]],'instances':[[3,4]]} | Duplicate field 'instances'",
                "{'instances':[[1,2]],'sensor':5} | sensor must be a text"
            })
    void shouldSayWhatIsWrongWithAPredictRequest(String request, String error) throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post("/v1/models/sides/versions/2:predict", request);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).contains(error);
    }

    @Test
    void shouldTakeNullForWhatIsLeftOut() throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(
                INFER,
                "{'id':null,'parameters':null,'outputs':null,'inputs':[{'name':'features','shape':[1,2],"
                        + "'datatype':'FP32','parameters':{'binary_data_size':null},'data':[3,1]}]}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(output(answer, "label").get("data").get(0).asText()).isEqualTo("left");
    }

    @Test
    void shouldQuoteOnlyAPartOfWhatIsLong() throws Exception {
        // When
        HttpResponse<byte[]> answer = caller.post(
                INFER, "{'inputs':[{'name':'" + "n".repeat(9_000) + "','shape':[1],'datatype':'FP32','data':[1]}]}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).hasSize(2_003).endsWith("n...");
    }

    @Test
    void shouldTellTheStateOfAVersionAsTensorFlowServingDoes() throws Exception {
        // When
        JsonNode answer = json(caller.get("/v1/models/sides/versions/1"));

        // Then
        assertThat(answer.at("/model_version_status/0/version").asText()).isEqualTo("1");
        assertThat(answer.at("/model_version_status/0/state").asText()).isEqualTo("AVAILABLE");
    }

    private static JsonNode output(HttpResponse<byte[]> answer, String name) throws IOException {
        for (JsonNode output : json(answer).get("outputs")) {
            if (output.get("name").asText().equals(name)) {
                return output;
            }
        }
        throw new AssertionError("no output " + name);
    }

    private static ByteBuffer binary(HttpResponse<byte[]> answer) {
        int header = Integer.parseInt(
                answer.headers().firstValue(Headers.JSON_LENGTH).orElseThrow());
        return ByteBuffer.wrap(answer.body(), header, answer.body().length - header)
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String text(ByteBuffer data) {
        byte[] bytes = new byte[data.getInt()];
        data.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
