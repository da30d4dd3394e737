Component({
  properties: { entry: { type: Object, value: { cover: '' } } },
  data: { likes: 12 },
  methods: {
    open() {
      this.triggerEvent('open', { id: this.data.entry.id });
    },
  },
});
