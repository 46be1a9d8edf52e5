/**
 * What the thread of a session runs, as a text, so that every host starts it the same way. It has a port, a signal that it raises
 * after each answer, and the paths of onnxruntime-node and of the model (or its bytes). The first answer says that it is open.
 */
export const WORKER_SOURCE = `
const { workerData } = require('node:worker_threads');
const { port, signal, library, model } = workerData;
const answer = (message) => {
  port.postMessage(message);
  Atomics.store(signal, 0, 1);
  Atomics.notify(signal, 0);
};
const failure = (error) => ({ error: error instanceof Error ? error.message : String(error) });
let session;
let ort;
(async () => {
  try {
    ort = require(library);
    session = await ort.InferenceSession.create(model, { executionProviders: ['cpu'], logSeverityLevel: 3 });
    answer({});
  } catch (error) {
    answer(failure(error));
  }
})();
port.on('message', async ({ input, values, shape, output }) => {
  try {
    const results = await session.run({ [input]: new ort.Tensor('float32', values, shape) }, [output]);
    const { data, dims } = results[output];
    answer({ values: Float32Array.from(data, Number), shape: [...dims] });
  } catch (error) {
    answer(failure(error));
  }
});
`;
