/** onnxruntime, which runs imported ONNX models that have no translation: installed when somebody asks for it. */
import { installApart } from './apart.mjs';

const VERSION = '1.30.0';

/** Installs onnxruntime-node apart from the packages of package-lock.json. */
export async function setUpOnnxRuntime(say) {
  const folder = await installApart('onnxruntime', [`onnxruntime-node@${VERSION}`]);
  say(`onnxruntime ${VERSION} is installed in ${folder}`);
}
