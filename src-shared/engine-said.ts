/** Variable of the environment: which engine is used instead of native TensorFlow has been told already. */
export const ENGINE_SAID = 'EQUIPOISE_ENGINE_SAID';
