/** What the numbers of a tensor are; 'other': texts and complex numbers, which are not read. */
export type ElementKind = 'float' | 'int' | 'bool' | 'other';

/** Numbers of an ONNX file, row-major: a weight or a constant. */
export interface OnnxTensor {
  name: string;
  kind: ElementKind;
  shape: number[];
  values: Float32Array | Float64Array | Int32Array;
  /** The ends of its element type, of whole numbers of 8 or 16 bits. */
  range?: readonly [least: number, most: number];
}

/** What an attribute holds; a graph within a node ('If', 'Loop') is only noted. */
export type AttributeValue = number | string | number[] | string[] | OnnxTensor | { graph: true };

export interface OnnxNode {
  /** For messages: its name, or the name of its first output. */
  name: string;
  /** With its domain where it is not ONNX's own, as in 'com.microsoft:Gelu'. */
  op: string;
  /** '' stands for an input that is left out. */
  inputs: string[];
  outputs: string[];
  attributes: ReadonlyMap<string, AttributeValue>;
}

/** An input or output of the graph; null: a size that is free or not said. Without a shape, not even the rank is. */
export interface OnnxPort {
  name: string;
  kind: ElementKind;
  shape: (number | null)[] | undefined;
}

/** An ONNX file as data. */
export interface OnnxModel {
  /** Version of ONNX's own operators. */
  opset: number;
  producer: string;
  inputs: OnnxPort[];
  outputs: OnnxPort[];
  nodes: OnnxNode[];
  weights: Map<string, OnnxTensor>;
  /** False: some of its weights lie in files beside it. */
  isWhole: boolean;
}
