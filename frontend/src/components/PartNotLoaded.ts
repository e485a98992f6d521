/** A part of the client that didn't arrive: the connection is gone, or a newer build has taken the place of this one. */
export class PartNotLoaded extends Error {
  override name = 'PartNotLoaded';
}
