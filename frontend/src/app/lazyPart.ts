import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { PartNotLoaded } from '../components/PartNotLoaded';

/** A page that is fetched when somebody goes there, so that a member's phone doesn't load what staff work with. */
export function lazyPart<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): NonNullable<RouteObject['lazy']> {
  // No object: a router takes what it has loaded out of it, and another one would find nothing there.
  return async () => ({ Component: await loaded(load, name) });
}

export async function loaded<Name extends string>(
  load: () => Promise<Record<Name, ComponentType>>,
  name: Name,
): Promise<ComponentType> {
  try {
    return (await load())[name];
  } catch (cause) {
    throw new PartNotLoaded(`${name} didn't arrive`, { cause });
  }
}
