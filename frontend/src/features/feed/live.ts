import { LIST } from '../../api/api';
import type { LiveHandlers, LiveStore } from '../../realtime/live';
import type { WithSession } from '../../session/slice';
import { feedApi } from './api';
import {
  dropComment,
  dropPost,
  putComment,
  putCounts,
  putPost,
  putReaction,
  readComments,
  readPosts,
} from './patching';

export const feedLive: LiveHandlers = {
  'post.created': ({ data }, store) => putPost(data, store),
  'post.edited': ({ data }, store) => putPost(data, store),
  'post.restored': (_event, store) => readPosts(store),
  'post.deleted': ({ data }, store) => dropPost(data.id, store),
  // Who moderates sees it still, and so asks.
  'post.hidden': ({ data }, store) =>
    may(store, 'social.change_post') ? readPosts(store) : dropPost(data.id, store),
  'comment.created': ({ data }, store) => {
    putComment(data, store);
    putCounts(data.post, data, store);
  },
  'comment.edited': ({ data }, store) => putComment(data, store),
  'comment.restored': ({ data }, store) => {
    readComments(data.post, store);
    putCounts(data.post, data, store);
  },
  'comment.deleted': ({ data }, store) => {
    dropComment(data.id, data.post, store);
    putCounts(data.post, data, store);
  },
  'comment.hidden': ({ data }, store) => {
    if (may(store, 'social.change_comment')) readComments(data.post, store);
    else dropComment(data.id, data.post, store);
    putCounts(data.post, data, store);
  },
  'report.made': (_event, store) => readReports(store),
  'report.decided': (_event, store) => readReports(store),
  'post.counted': ({ data }, store) => putCounts(data.post, data, store),
  'user.blocks_changed': (_event, { dispatch }) => {
    dispatch(
      feedApi.util.invalidateTags([{ type: 'Post', id: LIST }, 'Comment', { type: 'Block', id: LIST }]),
    );
  },
  'reaction.changed': ({ data }, store) => putReaction(data, store, data.user === whoIsIn(store)?.id),
};

function readReports({ dispatch }: LiveStore): void {
  dispatch(feedApi.util.invalidateTags([{ type: 'Report', id: LIST }]));
}

function whoIsIn({ getState }: LiveStore) {
  return (getState() as ReturnType<LiveStore['getState']> & WithSession).session.me;
}

function may(store: LiveStore, permission: string): boolean {
  return whoIsIn(store)?.permissions.includes(permission) ?? false;
}
