/** Characters of a tag that are kept. */
const TAG_LENGTH = 40;

/** Tags as they are typed, `slow, login`: each once, in their order. */
export function tagsFrom(text: string): readonly string[] {
  const tags = text.split(/[,，、]/u).map((tag) => tag.trim().slice(0, TAG_LENGTH));
  return [...new Set(tags.filter((tag) => tag !== ''))];
}
