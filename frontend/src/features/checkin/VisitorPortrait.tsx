import { Portrait } from '../../components/Person';
import { useGetMemberQuery } from '../../api/members';

/** Large, so that the desk sees whether it is them. */
export function VisitorPortrait({ id, name }: { id: number; name: string }) {
  const { data } = useGetMemberQuery(id);
  return <Portrait name={name} picture={data?.picture} size="6rem" />;
}
