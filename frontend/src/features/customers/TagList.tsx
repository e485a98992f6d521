import type { Customer } from '../../api/shapes';
import { useCan } from '../../session/useMe';
import { useListTagsQuery } from './api';
import classes from './TagList.module.css';

/** What a member is marked with. */
export function TagList({ customer }: { customer: Pick<Customer, 'tags'> }) {
  const { data: known } = useListTagsQuery(undefined, { skip: !useCan('core.view_tag') });
  const tags = known?.filter(({ id }) => customer.tags?.includes(id)) ?? [];
  return tags.map(({ id, name, colour }) => (
    <span key={id} className={classes.tag}>
      <span className={classes.dot} style={{ background: colour }} aria-hidden />
      {name}
    </span>
  ));
}
