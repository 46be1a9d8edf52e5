import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';

const input = { class_name: 'InputLayer', config: { name: 'x' }, inbound_nodes: [] };
const conv = (settings: object = {}) => ({
  class_name: 'Conv1D',
  config: { name: 'conv', strides: [1], padding: 'same', ...settings },
  inbound_nodes: [[['x', 0, 0, {}]]],
});
const relu = { class_name: 'ReLU', config: { name: 'relu' }, inbound_nodes: [[['conv', 0, 0, {}]]] };
const model = (layers: unknown, output = 'relu') => ({
  class_name: 'Model',
  config: { layers, output_layers: [[output, 0, 0]] },
});

describe('the topology of a model', () => {
  it('is read where it is whole', () => {
    expect(parseGraph(model([input, conv(), relu])).output).toBe('relu');
  });

  it.each([
    ['no config', { class_name: 'Model' }, /topology cannot be read: config/],
    ['null for a layer', model([input, null]), /topology cannot be read: config/],
    ['a layer without config', model([input, { class_name: 'ReLU' }]), /topology cannot be read: config/],
    ['nothing', null, /topology cannot be read/],
    ['an unknown output', model([input, conv(), relu], 'nowhere'), /the output 'nowhere'.* no such layer/],
    ['a middle layer as output', model([input, conv(), relu], 'conv'), /'conv' is not the last layer: 'relu' follows/],
    [
      'a stride of 1e9',
      model([input, conv({ strides: [1e9] }), relu]),
      /'conv': strides is \[1000000000\]; .* 1 to 18000/,
    ],
    ['a stride of 0', model([input, conv({ strides: [0] }), relu]), /'conv': strides/],
    ['a dilation of 1e9', model([input, conv({ dilation_rate: [1e9] }), relu]), /'conv': dilation_rate/],
  ])('with %s is refused in words', (_, topology, message) => {
    const read = (): unknown => parseGraph(topology);
    expect(read).toThrow(AppError);
    expect(read).toThrow(message);
  });
});
