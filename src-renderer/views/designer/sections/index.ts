import type { Component } from 'svelte';
import type { SectionProps } from '../draft/props.ts';
import About from './About.svelte';
import Answers from './Answers.svelte';
import Order from './Order.svelte';
import Paper from './Paper.svelte';
import Questions from './Questions.svelte';
import ReadersAndMargin from './ReadersAndMargin.svelte';
import Records from './Records.svelte';
import SessionPages from './SessionPages.svelte';

/** The parts of the designer, in the order in which a study is thought through. */
export const SECTIONS: readonly Component<SectionProps>[] = [
  About,
  Questions,
  Records,
  Order,
  Answers,
  SessionPages,
  Paper,
  ReadersAndMargin,
];
